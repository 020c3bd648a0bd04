// Package sessions is the command sessions: it lists, searches, shows, changes,
// exports and imports what the history has. It asks no model.
//
// Each command has a file with its options and their run method; what they share
// is in base. Their manners:
//
//   - Standard output holds what was asked for: aligned on a terminal, in a pipe
//     a line each with tabs between the fields, or JSON with -o json.
//   - What was done is told on standard error.
//   - An id may be shortened to a start that no other session has.
//   - Nothing is deleted without a yes, from the terminal or by --yes.
package sessions
