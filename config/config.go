// Package config finds what neonchat needs before it can start: the gateway
// of the Neon branch one is working on, the settings file, and the folders
// for what is kept.
//
// It reads the process environment, the .env.local and .env that Neon's CLI
// writes, and the .neon file that links a folder to a project. Every value
// knows where it was found, and a token shows itself to nobody but the caller
// of [Token.Reveal]. The package knows nothing of HTTP, models or flags, and
// writes nothing: not a file, not the process environment.
//
// Start at [Find]; [Watch] tells when what it finds changes, [LoadSettings] and
// [Paths] stand beside it.
package config

import (
	"net/url"
	"strings"
)

// A Gateway is where to send requests and what to send them with.
type Gateway struct {
	// URL is the bare origin, scheme://host[:port], without a path or a
	// trailing slash. It is http only for this machine's own addresses.
	URL       string
	URLSource Source

	Token       Token
	TokenSource Source

	// BranchID is what a history hangs on: the id in the host's name
	// (br-winter-pond-aptw82ef). For a gateway on this machine it is the
	// host and port, for any other host without an id the id that
	// NEON_BRANCH_ID or .neon gives, or empty.
	BranchID string

	// Branch is the name to show: NEON_BRANCH, or the name in .neon, or the
	// id. A name can change or be given to another branch.
	Branch Value

	ProjectID Value // NEON_PROJECT_ID or .neon; often unknown, never needed to chat

	Family string // which variables won: "NEON" or "OPENAI"

	// Database is the branch's Postgres, where one is named beside the gateway.
	Database Database

	// Notices are sentences worth a line on every run, such as a line of
	// .env.local that can't be read. Remarks are worth telling only to
	// somebody who asks how the gateway was found. Neither holds a secret.
	Notices []string
	Remarks []string
}

// ConsoleURL returns the page of g's branch in the Neon Console where model
// access is managed, or "" when the project or the branch is not known.
func ConsoleURL(g Gateway) string {
	if g.ProjectID.Text == "" || !isBranchID(g.BranchID) {
		return ""
	}
	return "https://console.neon.tech/app/projects/" + url.PathEscape(g.ProjectID.Text) +
		"/branches/" + url.PathEscape(g.BranchID) + "/ai-gateway"
}

// isBranchID reports whether s has the form of a branch's id, such as
// br-winter-pond-aptw82ef. Where Neon allows a name or an id, this tells them
// apart.
func isBranchID(s string) bool {
	return strings.HasPrefix(s, "br-") && strings.Count(s, "-") >= 3 && !strings.ContainsAny(s, "/ ")
}
