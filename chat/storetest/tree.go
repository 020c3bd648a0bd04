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

// A gardener grows trees at random, in the store and as plain lists: what was
// said on the way to each message.
type gardener struct {
	*tester
	rand     *rand.Rand
	branch   chat.Branch
	sessions map[string]*plant
	order    []string // ids of the sessions
	did      []string
	said     int
}

// A plant is a session as the test knows it: nothing of it is computed from
// parents.
type plant struct {
	*chat.Session
	ways map[string][]string // a message's id: all that was said up to it
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

// put says one thing behind a message.
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

// ask asks behind the leaf, and is answered.
func (g *gardener) ask(p *plant) {
	q := g.put(p, p.Leaf, chat.User)
	g.put(p, q.ID, chat.Assistant)
}

func (g *gardener) goOn() { g.ask(g.pick()) }

// some is a random message of a side, which need not be on the way to the leaf.
func (g *gardener) some(p *plant, role chat.Role) chat.Message {
	all := slices.DeleteFunc(slices.Clone(p.Messages), func(m chat.Message) bool { return m.Role != role })
	return all[g.rand.IntN(len(all))]
}

// edit asks something else in place of an earlier question.
func (g *gardener) edit() {
	p := g.pick()
	q := g.put(p, g.some(p, chat.User).Parent, chat.User)
	g.put(p, q.ID, chat.Assistant)
}

// regenerate has a question answered once more.
func (g *gardener) regenerate() {
	p := g.pick()
	g.put(p, g.some(p, chat.User).ID, chat.Assistant)
}

// flip goes to any message.
func (g *gardener) flip() {
	p := g.pick()
	p.Leaf = p.Messages[g.rand.IntN(len(p.Messages))].ID
	g.change(p.ID, chat.Change{Leaf: &p.Leaf})
}

// grow has an answer go on.
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

// fork begins a session with the way to a message.
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

// undo deletes a session and brings it back.
func (g *gardener) undo() {
	p := g.pick()
	before := g.load(p.ID)
	g.delete(p.ID)
	g.save(before.Head, before.Messages...)
}

// compare holds what is kept to what was said.
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
			want.Model = "" // nobody has answered
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
