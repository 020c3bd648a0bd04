// Package welcome is the page of somebody who has no credentials yet: it tells
// where to get them, and starts the demo. The chat takes its place when they come.
package welcome
