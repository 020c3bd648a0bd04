// Package words writes counts, lists and ages as the sentences of the commands have
// them. It knows nothing of what they are of.
package words
