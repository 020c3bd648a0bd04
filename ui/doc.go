// Package ui is the terminal program that neonchat opens: one Bubble Tea program.
// It wires the pages of the packages below it and holds no feature. Start at
// [Run].
//
// The pages know nothing of HTTP, of where files are kept or of the environment:
// what they need of those comes in through [page.Deps].
//
// The rules of the program:
//
//   - Keys go to the screen on top, everything else to every screen, so that an
//     answer keeps arriving behind the picker.
//   - A screen changes itself and returns an intent; root.obey is the one place
//     that carries intents out.
//   - Update never blocks and touches no file; commands never touch a screen;
//     View returns what Update has drawn.
//   - Goroutines that outlive a command are in package transcript only.
//   - No line is wider than the screen, by the one measure of package theme.
package ui
