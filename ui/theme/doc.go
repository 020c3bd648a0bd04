// Package theme turns text into lines of the screen: colours, widths, wrapping,
// and the format of times, sizes and counts. Start at [Look].
//
// It knows the terminal's width, background and measure of characters, and nothing
// of keys, messages or pages. No line that it makes is wider than asked for.
// [Look.Size] is the program's one measure of width.
package theme
