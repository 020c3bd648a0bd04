// Package answer is what the commands that ask have in common: a [Question] put
// together from the prompt, the input and the files, the [Output] that shows its
// answer, the [Result] that scripts read, and the [Verdict] on what came.
//
// It asks nobody itself: a command gives the question to a chat.Turn.
package answer
