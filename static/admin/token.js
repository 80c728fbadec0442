// Forms outlive a sign-in: who signed in anew in another tab sends from this one what they typed.

/** Gives every form of the page the token that the desk now expects: it is in a cookie. */
function renew() {
    const name = document.querySelector("[data-csrf-cookie]")?.dataset.csrfCookie;
    const cookie = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    if (!name || !cookie) return;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = cookie.slice(name.length + 1);
}

addEventListener("focus", renew);
document.addEventListener("visibilitychange", renew);
// Before the scripts of a page see it: some of them send the form themselves.
document.addEventListener("submit", renew, true);
