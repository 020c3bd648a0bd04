// Package picker chooses a model and its settings, or marks several models to be
// compared. It passes the choice to whoever opened it, and knows no other page.
// Start at [New].
package picker
