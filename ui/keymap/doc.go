// Package keymap is the one table of what keys do: by zone and action, changed by
// the user's settings, named in hints and listed in the help. Start at [New].
//
// It carries nothing out. A page asks [Map.Action] what a key means where it is
// pressed. The bindings are those of Bubbles, the hints are drawn by its help.
package keymap
