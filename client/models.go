package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Served is a model on the branch's live list.
type Served struct {
	ID      string
	Name    string
	OwnedBy string
	Enabled bool
}

// Models asks the gateway which models the branch serves. The list says nothing
// of limits and prices.
func (c *Client) Models(ctx context.Context) ([]Served, error) {
	for short := c.layout(); ; short = !short {
		list, plain404, err := c.models(ctx, short)
		if plain404 && short == c.layout() {
			continue
		}
		if err == nil {
			c.rememberLayout(short)
		}
		return list, err
	}
}

func (c *Client) models(ctx context.Context, short bool) (list []Served, plain404 bool, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	idle := newIdle(c.idle, cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.address("mlflow/v1/models", short), nil)
	if err != nil {
		return nil, false, fmt.Errorf("asking for the models: %w", err)
	}
	c.header(req.Header, "")
	idle.start()
	resp, err := c.http.Do(req)
	idle.stop()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return nil, false, fmt.Errorf("asking for the models: %w", c.scrubbed(withoutURL(err)))
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		body := errorBody(idle.reader(resp.Body))
		plain404 = resp.StatusCode == http.StatusNotFound && parseError(body) == nil
		return nil, plain404, fmt.Errorf("asking for the models: %w", c.refusal(resp, body))
	}
	body, err := io.ReadAll(io.LimitReader(idle.reader(resp.Body), maxEvent))
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	if err != nil {
		return nil, false, fmt.Errorf("reading the list of models: %w", c.scrubbed(err))
	}
	var doc struct {
		Data []struct {
			ID      string `json:"id"`
			Name    string `json:"name"`
			OwnedBy string `json:"owned_by"`
			Enabled *bool  `json:"enabled"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &doc) != nil || doc.Data == nil {
		e := noAnswer(resp, body)
		c.scrub(e)
		return nil, false, fmt.Errorf("asking for the models: %w", e)
	}
	for _, m := range doc.Data {
		list = append(list, Served{ID: m.ID, Name: m.Name, OwnedBy: m.OwnedBy, Enabled: m.Enabled == nil || *m.Enabled})
	}
	return list, false, nil
}
