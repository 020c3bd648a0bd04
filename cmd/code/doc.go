// Package code is the command code: it prints a question as a program for an SDK,
// and asks nobody.
package code
