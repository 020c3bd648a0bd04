package config

import (
	"cmp"
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// An address is a gateway's URL, taken apart. Only its origin is ever
// requested; the client adds the paths.
type address struct {
	scheme, host string // host is lower case, without a port
	port         string // empty for the scheme's own
	path         string // what came behind the host, and is cut
	extra        bool   // there was a query or a fragment, which is cut too
}

var errNotURL = errors.New("this is not the URL of a gateway; it looks like https://<branch-id>-api.ai.<region>.aws.neon.tech")

// parseAddress reads what people put where a bare host belongs: no scheme, a
// trailing slash, a path that some SDK wanted. Its errors tell nothing of raw,
// which might be a token in the wrong place or hold a password.
func parseAddress(raw string) (address, error) {
	bare := !strings.Contains(raw, "://")
	if bare {
		raw = "https://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" {
		return address{}, errNotURL
	}
	a := address{
		scheme: u.Scheme,
		host:   strings.TrimSuffix(strings.ToLower(u.Hostname()), "."),
		port:   u.Port(),
		path:   u.Path,
		extra:  u.RawQuery != "" || u.Fragment != "",
	}
	if bare && a.loopback() {
		a.scheme = "http"
	}
	switch {
	case u.User != nil:
		return address{}, errors.New("there is a user name or a password in the URL; the gateway takes its token apart from it")
	case a.scheme != "http" && a.scheme != "https":
		return address{}, errors.New("the URL has to begin with https://")
	case !a.loopback() && !isHostName(a.host):
		return address{}, errNotURL
	case a.scheme == "http" && !a.loopback():
		return address{}, errors.New("http would carry the token in the clear; only localhost may be reached without https")
	}
	if a.scheme == "https" && a.port == "443" || a.scheme == "http" && a.port == "80" {
		a.port = ""
	}
	return a, nil
}

func (a address) origin() string { return a.scheme + "://" + a.hostPort() }

func (a address) hostPort() string {
	host := a.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if a.port == "" {
		return host
	}
	return host + ":" + a.port
}

func (a address) loopback() bool {
	if a.host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(a.host)
	return err == nil && ip.Unmap().IsLoopback()
}

// neon reports whether Neon itself answers at a.
func (a address) neon() bool { return strings.HasSuffix(a.host, ".neon.tech") }

// gateway reports whether a, found under a name that other vendors' tools use
// too, is a Neon gateway all the same: both host and path have to look it, as
// other servers live on localhost as well.
func (a address) gateway() bool {
	path := a.path + "/"
	return (a.neon() || a.loopback()) &&
		(strings.Contains(path, "/ai-gateway/") || strings.Contains(path, "/openai/v1/"))
}

// branchID returns the id in a host of the form <branch-id>-api.…, or "".
func (a address) branchID() string {
	label, _, dotted := strings.Cut(a.host, ".")
	id, ok := strings.CutSuffix(label, "-api")
	if !dotted || !ok {
		return ""
	}
	return id
}

// name is the branch's id, or where the host has none that.
func (a address) name() string { return cmp.Or(a.branchID(), a.hostPort()) }

// route reports whether the path is one of the gateway's own, in either of its
// layouts, and not something whose loss might matter.
func (a address) route() bool {
	first, _, _ := strings.Cut(strings.Trim(a.path, "/"), "/")
	switch first {
	case "", "ai-gateway", "v1", "mlflow", "openai", "anthropic", "gemini":
		return true
	}
	return false
}

// isHostName wants a dot, so that neither a token nor a word passes for a
// host, and plain letters, so that no look-alike does.
func isHostName(s string) bool {
	if ip, err := netip.ParseAddr(s); err == nil {
		return ip.Zone() == ""
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && (r >= 0x80 || r == '_' || !isWord(byte(r)))
		}) {
			return false
		}
	}
	return strings.Contains(s, ".")
}
