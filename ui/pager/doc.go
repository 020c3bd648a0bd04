// Package pager is a page of text to be read: help, doctor, the branch. It scrolls
// by Bubbles' viewport. Start at [New].
package pager
