// Package models is the command models: it lists what is known of the models, joined
// with what the branch serves.
package models
