// Package archive takes sessions out of the program and into it.
//
// Out go Markdown for people ([Markdown]), JSON that loses nothing ([JSON]), and
// the messages of the AI SDK ([ModelMessages]). In come the program's own JSON
// and the data exports of ChatGPT and Claude ([Import]), of any size, a session
// at a time.
//
// It knows nothing of stores, of the gateway and of the terminal: what a model
// wrote comes out as it was written.
package archive
