// Package answer holds what the asking commands share: a [Question] built from the
// prompt, the input and the files, the [Output] that shows its answer, the [Result] that
// scripts read, and the [Verdict] on the answer.
//
// It sends no requests: a command passes the question to a chat.Turn.
package answer
