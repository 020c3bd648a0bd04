// Package keymap is the one table of what keys do, by zone and action. The user's
// settings change it, hints name its keys, and the help lists them. Start at [New].
//
// It carries nothing out. A page asks [Map.Action] what a key means in a zone. The
// bindings are those of Bubbles, whose help draws the hints.
package keymap
