// Package draft holds text that is being written: a [Draft], and a [Buffer] with a
// cursor to write one in.
//
// A draft knows which of its text was typed or completed here. Only that text may
// act as a mention or a command; text that was pasted, recalled or otherwise came
// from elsewhere is plain text. A long paste and an attached file are chips: one
// character each.
//
// Bubbles' textarea and textinput don't serve here: they move by code points,
// have no chips, don't know where text came from, and can't hold a paste of a
// megabyte.
package draft
