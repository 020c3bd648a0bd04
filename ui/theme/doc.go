// Package theme turns text into lines of the screen: colours, widths, wrapping,
// and how times, sizes and counts are written. Start at [Look].
//
// It knows the terminal by its width, its background and how it measures a
// character, and nothing of keys, messages or pages. No line that it makes is
// wider than it was asked for, by [Look.Size], the one measure of the program.
package theme
