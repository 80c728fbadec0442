// The admin's own script writes the name of a chosen file into the nearest text field. Files that
// are chosen on our pages have no such field; it passes over inputs that bear its mark.

for (const input of document.querySelectorAll("input[type=file]")) input.hasChangeListener = true;
