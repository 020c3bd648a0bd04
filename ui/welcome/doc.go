// Package welcome is the page for somebody who has no credentials yet: it says
// where to get them, and starts the demo. The chat replaces it when they come.
package welcome
