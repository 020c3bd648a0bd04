// Package table aligns values in columns, as text for a terminal or in Markdown. A
// terminal that is too narrow gets the columns that matter most.
package table
