package cmd

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"neonchat/catalog"
	"neonchat/chat"
)

// A judgement is a model's opinion of the answers, as -o json has it: they were
// ranked twice, in one order and in the other way round. Its numbers are the
// places of answers among the results.
type judgement struct {
	Judge    string       `json:"judge"`
	Agreed   bool         `json:"agreed"`  // both orders gave the same ranking
	Winner   *int         `json:"winner"`  // null where they put different ones first
	Ranking  []int        `json:"ranking"` // the best first; null where not agreed
	Rounds   []round      `json:"rounds"`
	Usage    *usageCounts `json:"usage"` // of both rounds, as what follows
	CostUSD  *float64     `json:"cost_usd"`
	Duration int64        `json:"duration_ms"`
	Error    *resultError `json:"error"`

	err error
}

// A round is a ruling on the answers in one order.
type round struct {
	Order   []int  `json:"order"` // as they were shown, as A, B and so on
	Ranking []int  `json:"ranking"`
	Reason  string `json:"reason"`
}

// judged has the answers that are whole judged, and keeps the judge's vote.
func (c *contest) judged(ctx context.Context) *judgement {
	j := &judgement{Judge: c.judging.target, Rounds: []round{}}
	var order []int
	for i, o := range c.outcomes {
		if o.err == nil {
			order = append(order, i)
		}
	}
	if len(order) < 2 {
		j.err = &answerError{"there is nothing to judge: fewer than two answers are whole", ""}
	} else {
		rand.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		c.status.spin(c.judging.label + " judges")
		j.err = c.hear(ctx, j, order)
		c.status.quiet()
	}
	if j.err != nil {
		j.Error = newResultError(j.err)
		tell(c.program, outcome{contender: *c.judging, err: j.err})
		return j
	}
	j.agree()
	c.vote(j)
	return j
}

// hear has the judge rule on the answers in this order and the other way round,
// both at once.
func (c *contest) hear(ctx context.Context, j *judgement, order []int) error {
	began := time.Now()
	orders := [][]int{order, slices.Clone(order)}
	slices.Reverse(orders[1])
	var bill bill
	rounds := make([]round, len(orders))
	price := c.models.priceOf(c.judging.model.ID, func() catalog.Model { return c.judging.facts })
	var both errgroup.Group
	for i, order := range orders {
		both.Go(func() error {
			b := bench{question: c.question, mark: newMark()}
			for _, k := range order {
				b.answers = append(b.answers, c.outcomes[k].answer.Text())
			}
			r, err := c.rule(ctx, b, price, bill.add)
			if err != nil {
				return err
			}
			rounds[i] = round{Order: order, Ranking: make([]int, len(order)), Reason: r.reason}
			for n, place := range r.ranking {
				rounds[i].Ranking[n] = order[place]
			}
			return nil
		})
	}
	err := both.Wait()
	j.Duration = time.Since(began).Round(time.Millisecond).Milliseconds()
	j.Usage, j.CostUSD = bill.sum()
	if err == nil {
		j.Rounds = rounds
	}
	return err
}

const again = "That could not be read: %v. Write the JSON object and nothing else."

// rule has the judge rule on a bench, and asks once more for what can't be read.
// Each of its answers goes to bill, readable or not.
func (c *contest) rule(ctx context.Context, b bench, price func(string, chat.Usage) (float64, bool), bill func(chat.Answer)) (ruling, error) {
	t := chat.Turn{
		Streamer: c.branch, Session: &chat.Session{}, Model: c.judging.model, Options: c.judging.options, Price: price,
		Each: func(e chat.Event) error {
			if n, ok := e.(chat.Notice); ok {
				c.status.notice(c.judging.label + ": " + n.Text)
			}
			return nil
		},
	}
	ask := func(question []chat.Part) (ruling, error) {
		ctx, cancel := c.limited(ctx)
		defer cancel()
		a, err := t.Ask(ctx, question...)
		bill(a)
		if err := c.models.verdict(a, err, t.Options, c.settings.Timeout); err != nil {
			return ruling{}, err
		}
		return b.ruling(a.Text())
	}
	r, err := ask(b.prompt())
	if errors.Is(err, errUnreadable) {
		r, err = ask([]chat.Part{chat.Text{Text: fmt.Sprintf(again, err)}})
	}
	if errors.Is(err, errUnreadable) {
		err = &answerError{"what it wrote can't be read as a judgement: " + err.Error(), "have another model judge"}
	}
	return r, err
}

// A bill adds up what the judge took. Its methods may be called from several
// goroutines.
type bill struct {
	mu      sync.Mutex
	answers []chat.Answer
}

func (b *bill) add(a chat.Answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answers = append(b.answers, a)
}

// sum is known where that of each answer is.
func (b *bill) sum() (usage *usageCounts, usd *float64) {
	usage, usd = &usageCounts{}, new(float64)
	for _, a := range b.answers {
		switch u, _ := a.Billed(); {
		case u == nil:
			usage = nil
		case usage != nil:
			usage = &usageCounts{usage.Input + u.Input, usage.CachedInput + u.CachedInput, usage.CacheWrite + u.CacheWrite, usage.Output + u.Output, usage.Reasoning + u.Reasoning, 0}
		}
		switch {
		case a.Cost == nil:
			usd = nil
		case usd != nil:
			*usd += *a.Cost
		}
	}
	return usage, usd
}

// agree says what both rounds have in common.
func (j *judgement) agree() {
	first, second := j.Rounds[0].Ranking, j.Rounds[1].Ranking
	if j.Agreed = slices.Equal(first, second); j.Agreed {
		j.Ranking = first
	}
	if first[0] == second[0] {
		j.Winner = &first[0]
	}
}

// vote keeps whom the judge chose, apart from what the user votes. One that
// contradicts itself has chosen nobody.
func (c *contest) vote(j *judgement) {
	ballot, ok := c.kept.Store.(chat.Ballot)
	if !ok || j.Winner == nil {
		return
	}
	v := chat.Vote{
		ID: chat.NewID(), At: time.Now(), Branch: c.session.Branch.ID, Session: c.session.ID,
		Question: c.outcomes[*j.Winner].answer.Parent, Tag: c.tag, Blind: true,
		Winner: c.outcomes[*j.Winner].target, Judge: j.Judge,
	}
	for _, i := range slices.Sorted(slices.Values(j.Rounds[0].Order)) {
		v.Targets = append(v.Targets, c.outcomes[i].target)
	}
	if err := ballot.Vote(c.exit.saving, v); err != nil {
		c.log.Info("keeping the judge's vote", "error", err) // that nothing is kept was told
	}
}
