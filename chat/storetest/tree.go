package storetest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"neonchat/chat"
)

var growing = []clause{
	{"whatever is edited, asked again, flipped and forked, the way to the leaf is what was said", func(t *tester) {
		for seed := range uint64(4) {
			g := gardener{
				tester: t, rand: rand.New(rand.NewPCG(seed, 1)),
				branch: chat.Branch{ID: fmt.Sprint("br-", seed)}, sessions: map[string]*plant{},
			}
			g.plant()
			for range 40 {
				g.step()
			}
			g.compare()
			if t.Failed() {
				t.Fatalf("with seed %d, after %v", seed, g.did)
			}
		}
	}},
}

// A gardener grows random trees, both in the store and as plain lists of the messages on
// the path to each message.
type gardener struct {
	*tester
	rand     *rand.Rand
	branch   chat.Branch
	sessions map[string]*plant
	order    []string // ids of the sessions
	did      []string
	said     int
}

// A plant is a session as the test knows it. Nothing in it is derived from parents.
type plant struct {
	*chat.Session
	ways map[string][]string // by message id: everything said up to that message
}

func (g *gardener) plant() {
	s := g.session(g.branch)
	g.sessions[s.ID] = &plant{s, map[string][]string{"": nil}}
	g.order = append(g.order, s.ID)
	g.ask(g.sessions[s.ID])
}

func (g *gardener) pick() *plant { return g.sessions[g.order[g.rand.IntN(len(g.order))]] }

func (g *gardener) step() {
	actions := []struct {
		name string
		do   func()
	}{
		{"ask", g.goOn}, {"ask", g.goOn}, {"edit", g.edit}, {"regenerate", g.regenerate}, {"flip", g.flip},
		{"flip", g.flip}, {"fork", g.fork}, {"grow", g.grow}, {"delete and undo", g.undo}, {"new", g.plant},
	}
	a := actions[g.rand.IntN(len(actions))]
	g.did = append(g.did, a.name)
	a.do()
}

// put adds one message after another.
func (g *gardener) put(p *plant, behind string, role chat.Role) chat.Message {
	g.said++
	text := fmt.Sprintf("%s %d", role, g.said)
	m := g.question(text)
	if role == chat.Assistant {
		m = g.answer(text)
	}
	p.Leaf = behind
	g.tester.say(p.Session, m)
	p.ways[p.Leaf] = append(slices.Clone(p.ways[behind]), text)
	m, _ = p.Find(p.Leaf)
	return m
}

// ask adds a question after the leaf, and an answer.
func (g *gardener) ask(p *plant) {
	q := g.put(p, p.Leaf, chat.User)
	g.put(p, q.ID, chat.Assistant)
}

func (g *gardener) goOn() { g.ask(g.pick()) }

// some returns a random message of a role. It need not be on the path to the leaf.
func (g *gardener) some(p *plant, role chat.Role) chat.Message {
	all := slices.DeleteFunc(slices.Clone(p.Messages), func(m chat.Message) bool { return m.Role != role })
	return all[g.rand.IntN(len(all))]
}

// edit replaces an earlier question with another.
func (g *gardener) edit() {
	p := g.pick()
	q := g.put(p, g.some(p, chat.User).Parent, chat.User)
	g.put(p, q.ID, chat.Assistant)
}

// regenerate adds another answer to a question.
func (g *gardener) regenerate() {
	p := g.pick()
	g.put(p, g.some(p, chat.User).ID, chat.Assistant)
}

// flip switches to a random message.
func (g *gardener) flip() {
	p := g.pick()
	p.Leaf = p.Messages[g.rand.IntN(len(p.Messages))].ID
	g.change(p.ID, chat.Change{Leaf: &p.Leaf})
}

// grow extends an answer.
func (g *gardener) grow() {
	p := g.pick()
	i := len(p.Messages) - 1
	m := p.Messages[i]
	g.said++
	text := fmt.Sprint("grown ", g.said)
	m.Parts = []chat.Part{chat.Text{Text: text}}
	p.Messages[i], p.Leaf = m, m.ID
	p.ways[m.ID] = append(slices.Clone(p.ways[m.Parent]), text)
	g.save(p.Head, m)
}

// fork starts a session from the path to a message.
func (g *gardener) fork() {
	p := g.pick()
	at := p.Messages[g.rand.IntN(len(p.Messages))].ID
	f := g.load(p.ID).Fork(at, g.now())
	g.save(f.Head, f.Messages...)
	way := p.ways[at]
	ways := map[string][]string{"": nil}
	for i, m := range f.Messages {
		ways[m.ID] = way[:i+1]
	}
	if len(f.Messages) != len(way) {
		g.Errorf("the fork has %d messages of %d", len(f.Messages), len(way))
	}
	g.sessions[f.ID] = &plant{f, ways}
	g.order = append(g.order, f.ID)
}

// undo deletes a session and restores it.
func (g *gardener) undo() {
	p := g.pick()
	before := g.load(p.ID)
	g.delete(p.ID)
	g.save(before.Head, before.Messages...)
}

// compare compares the stored sessions with what was said.
func (g *gardener) compare() {
	for _, p := range g.sessions {
		kept := g.load(p.ID)
		g.same("a session", *kept, *p.Session)
		if got, want := textsOf(kept.Path()), p.ways[p.Leaf]; !slices.Equal(got, want) {
			g.Errorf("the way to the leaf is %q, want %q", got, want)
		}
		for id, want := range p.ways {
			if got := textsOf(kept.PathTo(id)); !slices.Equal(got, want) {
				g.Errorf("the way to a message is %q, want %q", got, want)
			}
		}
	}
	for _, s := range g.list(chat.Scope{Branch: g.branch.ID}) {
		p := g.sessions[s.ID]
		answers, cost := 0, 0.0
		for _, m := range p.Messages {
			if m.Role == chat.Assistant {
				answers++
				if !p.Copied(m) {
					cost += 0.25
				}
			}
		}
		way := p.ways[p.Leaf]
		want := chat.Summary{
			Head: s.Head, Model: "gpt-5-mini", LastWords: way[len(way)-1], Turns: len(p.Messages) - answers, Cost: cost,
		}
		if len(way) == 1 {
			want.Model = "" // no answer yet
		}
		g.same("summary", s, want)
	}
}

func textsOf(messages []chat.Message) (all []string) {
	for _, m := range messages {
		all = append(all, m.Text())
	}
	return all
}
