package client

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/dustin/go-humanize"
)

// A Limit is how much of something may still be used before the gateway refuses.
type Limit struct {
	Of         string // "tokens" or "requests", for instance
	Left, Most int64
}

func (l Limit) String() string {
	return fmt.Sprintf("%s of %s %s", humanize.Comma(l.Left), humanize.Comma(l.Most), l.Of)
}

// scarce reports whether less than a tenth is left.
func (l Limit) scarce() bool { return l.Left*10 < l.Most }

// Limits gives those that the gateway told of with its last answer, sorted by
// name.
func (c *Client) Limits() []Limit {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.limits)
}

func (c *Client) rememberLimits(l []Limit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.limits = l
}

// limits reads what a response tells of them.
func limits(h http.Header) []Limit {
	var all []Limit
	for name := range h {
		of, ok := strings.CutPrefix(name, "X-Ratelimit-Remaining-")
		if !ok {
			continue
		}
		left, err := strconv.ParseInt(h.Get(name), 10, 64)
		most, err2 := strconv.ParseInt(h.Get("X-Ratelimit-Limit-"+of), 10, 64)
		if err == nil && err2 == nil && left >= 0 && most > 0 {
			all = append(all, Limit{strings.ToLower(of), left, most})
		}
	}
	slices.SortFunc(all, func(a, b Limit) int { return strings.Compare(a.Of, b.Of) })
	return all
}

// tellLimits says which limits are nearly reached.
func (s *stream) tellLimits(h http.Header) {
	all := limits(h)
	if all == nil {
		return
	}
	s.c.rememberLimits(all)
	for _, l := range all {
		if l.scarce() {
			s.notice("only " + l.String() + " are left before the gateway's limit")
		}
	}
}
