// Trying a model may take a minute: the button says so, and for how long it has.
for (const form of document.querySelectorAll('.models-try')) {
  form.addEventListener('submit', () => {
    const began = Date.now();
    const told = form.querySelector('.models-asking');
    const button = form.querySelector('button');
    button.disabled = true;
    form.setAttribute('aria-busy', 'true');
    const tell = () => {
      told.textContent = `${form.dataset.asking} … ${Math.round((Date.now() - began) / 1000)} s`;
    };
    tell();
    const timer = setInterval(tell, 1000);
    // Whoever comes back by the browser's history finds the form as it was.
    addEventListener('pageshow', () => {
      clearInterval(timer);
      button.disabled = false;
      form.removeAttribute('aria-busy');
      told.textContent = '';
    });
  });
}
