// Getting fragments of the inbox; an answer from the sign-in page means that nobody is signed in.

export class SignedOut extends Error {}

export async function fragment(url) {
  const answer = await ask(url);
  const template = document.createElement('template');
  // Made by our own templates, where every value is escaped.
  template.innerHTML = await answer.text();
  return template.content;
}

export async function json(url) {
  return (await ask(url)).json();
}

async function ask(url) {
  const answer = await fetch(url, { headers: { 'X-Requested-With': 'fetch' } });
  if (answer.redirected) throw new SignedOut();
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer;
}
