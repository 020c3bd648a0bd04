// Package table aligns values in columns, as text for a terminal or in Markdown. A
// terminal that is too narrow gets the most important columns.
package table
