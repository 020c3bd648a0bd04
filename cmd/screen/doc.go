// Package screen opens the full-screen program of package ui: it gives the screen
// what that needs of the world, and keeps what it remembers between runs (prompts,
// drafts, favourites) in the state folder.
package screen
