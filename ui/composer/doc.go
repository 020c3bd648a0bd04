// Package composer is where a prompt is written: the text with its chips, the
// completion of the word at the cursor, the recall of earlier prompts, the user's
// own editor, and the queue of questions. Start at [Composer].
//
// A composer belongs to a page, its [Host], which says which models are asked and
// what completes a command, and sends the text. The composer lists files and looks
// up mentioned ones in commands. It never sends anything by itself, and never
// reads a file's content before the question is sent.
package composer
