// Package mcp speaks to servers of the Model Context Protocol, by the official
// SDK, and offers what they can do as a [chat.Toolbox].
//
// Start with [New], which takes the servers a person has set up. Nothing is
// started before the first question asks for tools. Then all servers start side
// by side; one that fails is told of once and left out.
//
// The package starts processes and speaks HTTP to the addresses it was given.
// It never starts anything else, reads no environment of its own, prints
// nothing, asks no model anything on a server's behalf, and runs no call that
// wasn't handed to [Box.Call]: who may call what is decided before.
//
// What a server says is untrusted. Its names are made fit for the vendors, its
// descriptions lose what can't be seen, and its pictures are looked at before
// they are passed on. The text of a result goes to the model as it came; who
// shows it to a person cleans it.
package mcp
