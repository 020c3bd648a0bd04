// Package page says what a page of the program is, what it can ask of the rest,
// and what all pages share. Start at [Page].
//
// A page changes itself and returns an [Intent]; the root of package ui is the one
// place that carries intents out, so that no page imports another. What pages
// share is in [Env]: what they need of the world ([Deps]), how text looks, the
// keys, what is known of the models, what is remembered between runs ([Memory])
// and the order in which the store is written ([Saver]). Nothing here draws.
package page
