// The button is document.querySelector("button").
