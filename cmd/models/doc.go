// Package models is the command models: it lists the known models, joined with those
// that the branch serves.
package models
