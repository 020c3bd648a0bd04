// Package archive exports and imports sessions.
//
// It exports Markdown for people ([Markdown]), JSON that loses nothing ([JSON]) and the
// messages of the AI SDK ([ModelMessages]). It imports the program's own JSON and the
// data exports of ChatGPT and Claude ([Import]), of any size, one session at a time.
//
// It knows nothing of stores, the gateway or the terminal. It exports what a model wrote
// unchanged.
package archive
