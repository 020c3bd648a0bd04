// Package page defines what a page of the program is, what it can ask of the rest,
// and what all pages share. Start at [Page].
//
// A page changes itself and returns an [Intent]. Only the root of package ui
// carries intents out, so that no page imports another. Pages share an [Env]: the
// outside world ([Deps]), the look, the keys, the known models, what is kept
// between runs ([Memory]) and the ordered writes to the store ([Saver]). Nothing
// here draws.
package page
