// Package pager is an overlay that shows a text: help, doctor, the branch. It scrolls
// with Bubbles' viewport. Start at [New].
package pager
