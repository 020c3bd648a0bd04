// Package picker chooses a model, and beside it how that is asked; or marks several
// to be compared. It hands what was chosen to whoever opened it, and knows no
// other page. Start at [New].
package picker
