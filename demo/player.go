package demo

import (
	"context"
	"net/http"
	"time"
)

// The pace at Speed 1: a pause before the first token, then some sixty a second.
const (
	firstPause = 400 * time.Millisecond
	tokenPause = 16 * time.Millisecond
	slowPause  = time.Second
)

// An answer longer than this is not paced, and comes in no more than
// manyBites deltas.
const (
	longAnswer = 64 << 10
	manyBites  = 20_000
)

// speaker writes one answer in a vendor's events. The player calls start,
// then for every part begin, delta for each bite of it, and end; then finish.
type speaker interface {
	start()
	begin(part)
	delta(bite string)
	end()
	finish(answer)
	// fault is an error event in the midst of it.
	fault()
}

// player sends one answer at its pace, and spoils it where that was asked for.
type player struct {
	g   *Gateway
	ctx context.Context
	w   http.ResponseWriter
	r   *request
	out *events
	err error // the client has gone
}

// stream plays a as events.
func (p *player) stream(a answer) {
	p.out = newEvents(p.w)
	s := p.r.dialect.speaker(p.r, p.out)
	p.pause(firstPause)
	s.start()
	p.out.flush()
	size := len(a.prose())
	if !p.parts(a, s, size/2) || p.err != nil {
		return
	}
	if size == 0 && p.spoil(s) {
		return
	}
	s.finish(a)
	p.out.flush()
}

// parts plays the parts of a, and reports whether it came to their end.
// Trouble comes after half the bytes of prose.
func (p *player) parts(a answer, s speaker, half int) bool {
	sent := 0
	for _, pt := range a.parts {
		s.begin(pt)
		n := p.biteTokens(pt)
		for bite := range bites(pt.content(), n) {
			if p.pauseFor(pt, n); p.err != nil {
				return false
			}
			s.delta(bite)
			if pt.kind != prose {
				continue
			}
			sent += len(bite)
			if half > 0 && sent >= half {
				half = 0
				if p.spoil(s) {
					return false
				}
			}
		}
		s.end()
	}
	return true
}

// biteTokens is the size of a part's deltas: the vendor's, but a short part
// comes in a few, and a long one not in too many.
func (p *player) biteTokens(pt part) int {
	if p.r.troubles.has("unicode") {
		return 0
	}
	tokens := len(pt.text) / tokenQuarters
	n := min(p.r.dialect.biteTokens(), max(1, tokens/4))
	return max(n, tokens/manyBites)
}

// pauseFor waits as long as the writing of a bite takes.
func (p *player) pauseFor(pt part, tokens int) {
	if p.r.troubles.has("slow") {
		p.out.flush()
		p.err = p.g.sleep(p.ctx, slowPause)
		return
	}
	if len(pt.text) > longAnswer {
		p.err = p.ctx.Err()
		return
	}
	p.pause(tokenPause * time.Duration(max(tokens, 1)))
}

// pause waits for d at the gateway's speed. What was said is sent off first:
// only an answer without pauses may gather in the server's buffer.
func (p *player) pause(d time.Duration) {
	if p.g.speed <= 0 {
		p.err = p.ctx.Err()
		return
	}
	if p.out != nil {
		p.out.flush()
	}
	p.err = p.g.sleep(p.ctx, time.Duration(float64(d)/p.g.speed))
}

// spoil does the harm that was asked for, and reports whether that was the end.
func (p *player) spoil(s speaker) bool {
	t := p.r.troubles
	switch {
	case t.has("garbage"):
		p.out.raw("{\"broken\": [1, 2")
		return false
	case t.has("error"):
		s.fault()
	case t.has("cut"):
		p.cut()
	case t.has("stall"):
		p.stall()
	default:
		return false
	}
	p.out.flush()
	return true
}

// cut ends the body, or with "hard" the connection, before the answer's end.
func (p *player) cut() {
	http.NewResponseController(p.w).Flush()
	if p.r.troubles.arg("cut") == "hard" {
		panic(http.ErrAbortHandler)
	}
}

// stall sends no more, but keeps the connection until the client goes.
func (p *player) stall() {
	http.NewResponseController(p.w).Flush()
	<-p.ctx.Done()
}

// whole sends a as one body.
func (p *player) whole(a answer) {
	if p.pause(firstPause); p.err != nil {
		return
	}
	body := marshal(p.r.dialect.whole(p.r, a))
	p.w.Header().Set("Content-Type", "application/json")
	t := p.r.troubles
	switch {
	case t.has("error"):
		no := &refusal{status: http.StatusInternalServerError, layer: vendorLayer, message: "Internal server error"}
		no.write(p.w, p.r.dialect, p.r.model)
	case t.has("garbage"), t.has("cut"):
		p.w.Write(body[:len(body)/2])
		if t.has("cut") {
			p.cut()
		}
	case t.has("stall"):
		p.w.Write(body[:len(body)/2])
		p.stall()
	default:
		p.w.Write(body)
	}
}
