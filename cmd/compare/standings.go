package compare

import (
	"context"
	"math"
	"slices"
	"strconv"

	"neonchat/chat"
	"neonchat/chat/rating"
	"neonchat/cmd/program"
	"neonchat/cmd/table"
	"neonchat/cmd/words"
)

// showStandings shows how the targets stand by the votes of the user, or by those of
// a judge.
func (o *options) showStandings(ctx context.Context) error {
	format, err := o.Format("text", "json")
	if err != nil {
		return err
	}
	if o.prompt != "" || len(o.targets) > 0 || o.set != "" || o.blind || o.strict {
		return program.Usagef("--tag WORD shows the votes with this tag, --judge MODEL those of a judge", "--standings asks nobody, so it takes no prompt, model or set")
	}
	judge, err := newJudge(o.models, o.judge)
	if err != nil {
		return err
	}
	ballot, ok := o.history.Recorder(o.Complain).Store.(chat.Ballot)
	if !ok {
		return program.Usagef("leave --no-history out, or no_history in config.toml", "votes are kept with the history, and there is none")
	}
	all, err := ballot.Votes(ctx, "")
	if err != nil {
		return err
	}
	votes := slices.DeleteFunc(all, func(v chat.Vote) bool {
		return (v.Branch == chat.DemoBranch) != o.Settings.Demo || v.Judge != judgeName(judge)
	})
	tagged := slices.DeleteFunc(slices.Clone(votes), func(v chat.Vote) bool { return o.tag != "" && v.Tag != o.tag })
	list := rating.Of(tagged)
	if format == "json" {
		return o.PrintJSON(newStandings(o.tag, judgeName(judge), len(tagged), list))
	}
	if len(list) == 0 {
		o.noVotes(votes)
		return nil
	}
	_, err = o.Out.WriteString(table.Text(standingColumns, list, o.Width()))
	return err
}

// judgeName is "" for the user.
func judgeName(judge *candidate) string {
	if judge == nil {
		return ""
	}
	return judge.target
}

// noVotes says where votes come from, or which tags there are.
func (o *options) noVotes(votes []chat.Vote) {
	var tags []string
	for _, v := range votes {
		if v.Tag != "" && !slices.Contains(tags, v.Tag) {
			tags = append(tags, v.Tag)
		}
	}
	switch {
	case len(votes) == 0:
		o.Complain("there are no votes yet", "'neonchat compare --blind -m A -m B' on a terminal asks for one")
	case len(tags) == 0:
		o.Complain("no vote has the tag "+strconv.Quote(o.tag)+", nor any other", "")
	default:
		o.Complain("no vote has the tag "+strconv.Quote(o.tag), "there is "+words.OneOf(tags))
	}
}

var standingColumns = []table.Column[rating.Standing]{
	{Title: "TARGET", Rank: 0, Cell: func(s rating.Standing) string { return s.Target }},
	{Title: "RATING", Rank: 1, Cell: func(s rating.Standing) string { return ifRated(s, strconv.Itoa(int(math.Round(s.Rating)))) }},
	{Title: "95%", Rank: 2, Cell: func(s rating.Standing) string { return ifRated(s, "±"+strconv.Itoa(int(math.Round(s.Margin)))) }},
	{Title: "VOTES", Rank: 3, Cell: func(s rating.Standing) string { return strconv.Itoa(s.Votes()) }},
	{Title: "WINS", Rank: 4, Cell: func(s rating.Standing) string { return strconv.Itoa(s.Wins) }},
	{Title: "LOSSES", Rank: 5, Cell: func(s rating.Standing) string { return strconv.Itoa(s.Losses) }},
	{Title: "TIES", Rank: 6, Cell: func(s rating.Standing) string { return strconv.Itoa(s.Ties) }},
	{Title: "NONE", Rank: 7, Cell: func(s rating.Standing) string { return strconv.Itoa(s.None) }},
}

func ifRated(s rating.Standing, figure string) string {
	if !s.Rated() {
		return ""
	}
	return figure
}

// standings is the object of --standings -o json.
type standings struct {
	Tag       *string    `json:"tag"`
	Judge     *string    `json:"judge"`
	Votes     int        `json:"votes"`
	Standings []standing `json:"standings"`
}

// A standing's rating is null while nothing rates it.
type standing struct {
	Target string   `json:"target"`
	Rating *float64 `json:"rating"`
	Low    *float64 `json:"rating_low"`
	High   *float64 `json:"rating_high"`
	Votes  int      `json:"votes"`
	Wins   int      `json:"wins"`
	Losses int      `json:"losses"`
	Ties   int      `json:"ties"`
	None   int      `json:"none"`
}

func newStandings(tag, judge string, votes int, list []rating.Standing) standings {
	all := standings{Tag: program.OrNull(tag), Judge: program.OrNull(judge), Votes: votes, Standings: []standing{}}
	for _, s := range list {
		one := standing{Target: s.Target, Votes: s.Votes(), Wins: s.Wins, Losses: s.Losses, Ties: s.Ties, None: s.None}
		if s.Rated() {
			one.Rating, one.Low, one.High = tenths(s.Rating), tenths(s.Rating-s.Margin), tenths(s.Rating+s.Margin)
		}
		all.Standings = append(all.Standings, one)
	}
	return all
}

func tenths(x float64) *float64 {
	x = math.Round(x*10) / 10
	return &x
}
