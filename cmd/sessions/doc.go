// Package sessions is the command sessions: it lists, searches, shows, changes,
// exports and imports sessions of the history. It asks no model.
//
// Each command has a file with its options and their run method; base holds what
// they share. Their rules:
//
//   - Standard output holds the result: aligned on a terminal, tab-separated
//     lines in a pipe, or JSON with -o json.
//   - Standard error reports what was done.
//   - An id may be shortened to a unique prefix.
//   - Nothing is deleted without a yes, on the terminal or by --yes.
package sessions
