package compare

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
	"neonchat/cmd/answer"
)

// A judgement is a model's opinion of the answers, as -o json has it: they were
// ranked twice, in one order and in the other way round. Its numbers are the
// places of answers among the results.
type judgement struct {
	Judge    string              `json:"judge"`
	Agreed   bool                `json:"agreed"`  // both orders gave the same ranking
	Winner   *int                `json:"winner"`  // null where they put different ones first
	Ranking  []int               `json:"ranking"` // the best first; null where not agreed
	Rounds   []round             `json:"rounds"`
	Usage    *answer.UsageCounts `json:"usage"` // of both rounds, as what follows
	CostUSD  *float64            `json:"cost_usd"`
	Duration int64               `json:"duration_ms"`
	Error    *answer.ResultError `json:"error"`

	err error
}

// A round is the judge's ranking of the answers in one order.
type round struct {
	Order   []int  `json:"order"` // as they were shown, as A, B and so on
	Ranking []int  `json:"ranking"`
	Reason  string `json:"reason"`
}

// judged asks the judge to rank the complete answers, and saves its vote.
func (c *comparison) judged(ctx context.Context) *judgement {
	j := &judgement{Judge: c.judging.target, Rounds: []round{}}
	var order []int
	for i, o := range c.outcomes {
		if o.err == nil {
			order = append(order, i)
		}
	}
	if len(order) < 2 {
		j.err = answer.Failure("there is nothing to judge: fewer than two answers are whole", "")
	} else {
		rand.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		c.Status.Spin(c.judging.label + " judges")
		j.err = c.askJudge(ctx, j, order)
		c.Status.Quiet()
	}
	if j.err != nil {
		j.Error = answer.NewResultError(j.err)
		tell(c.Program, outcome{candidate: *c.judging, err: j.err})
		return j
	}
	j.agree()
	c.vote(j)
	return j
}

// askJudge asks the judge to rank the answers in this order and in reverse, both at
// once.
func (c *comparison) askJudge(ctx context.Context, j *judgement, order []int) error {
	began := time.Now()
	orders := [][]int{order, slices.Clone(order)}
	slices.Reverse(orders[1])
	var bill spending
	rounds := make([]round, len(orders))
	price := c.models.PriceOf(c.judging.Model.ID, func() catalog.Model { return c.judging.Facts })
	var both errgroup.Group
	for i, order := range orders {
		both.Go(func() error {
			b := judgeInput{question: c.question, mark: newMark()}
			for _, k := range order {
				b.answers = append(b.answers, c.outcomes[k].answer.Text())
			}
			r, err := c.rank(ctx, b, price, bill.add)
			if err != nil {
				return err
			}
			rounds[i] = round{Order: order, Ranking: make([]int, len(order)), Reason: r.reason}
			for n, place := range r.places {
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

// rank asks the judge for one ranking, and asks once more if that can't be read. It
// gives each of the judge's answers to bill, readable or not.
func (c *comparison) rank(ctx context.Context, b judgeInput, price func(string, chat.Usage) (float64, bool), bill func(chat.Answer)) (ranking, error) {
	t := chat.Turn{
		Streamer: c.branch, Session: &chat.Session{}, Model: c.judging.Model, Options: c.judging.Options, Price: price,
		Each: func(e chat.Event) error {
			if n, ok := e.(chat.Notice); ok {
				c.Status.Notice(c.judging.label + ": " + n.Text)
			}
			return nil
		},
	}
	ask := func(question []chat.Part) (ranking, error) {
		ctx, cancel := c.WithTimeout(ctx)
		defer cancel()
		a, err := t.Ask(ctx, question...)
		bill(a)
		if err := answer.Verdict(c.models, a, err, t.Options, c.Settings.Timeout); err != nil {
			return ranking{}, err
		}
		return b.read(a.Text())
	}
	r, err := ask(b.prompt())
	if errors.Is(err, errUnreadable) {
		r, err = ask([]chat.Part{chat.Text{Text: fmt.Sprintf(again, err)}})
	}
	if errors.Is(err, errUnreadable) {
		err = answer.Failure("what it wrote can't be read as a judgement: "+err.Error(), "have another model judge")
	}
	return r, err
}

// A spending adds up the tokens and the cost of the judge. Its methods may be called
// from several goroutines.
type spending struct {
	mu      sync.Mutex
	answers []chat.Answer
}

func (b *spending) add(a chat.Answer) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answers = append(b.answers, a)
}

// sum is known where that of each answer is.
func (b *spending) sum() (usage *answer.UsageCounts, usd *float64) {
	usage, usd = &answer.UsageCounts{}, new(float64)
	for _, a := range b.answers {
		switch u, _ := a.Billed(); {
		case u == nil:
			usage = nil
		case usage != nil:
			usage = &answer.UsageCounts{Input: usage.Input + u.Input, CachedInput: usage.CachedInput + u.CachedInput, CacheWrite: usage.CacheWrite + u.CacheWrite, Output: usage.Output + u.Output, Reasoning: usage.Reasoning + u.Reasoning, Attempts: 0}
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
func (c *comparison) vote(j *judgement) {
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
	if err := ballot.Vote(c.Saving(), v); err != nil {
		c.Log.Info("keeping the judge's vote", "error", err) // that nothing is kept was told
	}
}
