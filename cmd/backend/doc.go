// Package backend is what the commands work on.
//
//   - A [Branch] is the gateway of a Neon branch: it streams answers.
//   - [Models] is what is known of the models, and which of them to ask.
//   - [History] is where the sessions are.
//   - [Servers] are the MCP servers that were set up.
//
// Each is given a [program.Program] and looks at nothing before it is asked to.
// Nothing here prints an answer or parses a command line.
package backend
