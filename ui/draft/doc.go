// Package draft is text that is being written: a [Draft], and a [Buffer] with a
// cursor to write one in.
//
// A draft knows which of its text was typed or completed here. Only that may act
// as a mention or a command; text that was pasted, recalled or brought in
// otherwise is text. What is pasted at length, and a file that goes along, are
// chips: one character each.
//
// Bubbles' textarea and textinput don't serve here: they move by code points, and
// know no chips, no origin of text, and no paste of a megabyte.
package draft
