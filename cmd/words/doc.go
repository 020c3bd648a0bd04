// Package words writes counts, lists and ages for the sentences of the commands.
package words
