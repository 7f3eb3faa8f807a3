// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import java.util.Optional;

/// What a router goes by, as [RouterBuilder] collected it. Immutable.
public final class RoutingRules {
    private final float[] selectionBias;
    private final int shared;
    private final int fanOut;
    private final int fanOutMax;
    private final GatingForm form;
    private final boolean isRenormalised;
    private final float scale;
    private final float topP;
    private final int groups;
    private final int groupsChosen;
    private final Capacity capacity;
    private final Exploration exploration;
    private final Optional<TierMask> tiers;
    private final boolean[] isPreferred;
    private final boolean[] isMasked;

    RoutingRules(RouterBuilder builder) {
        this.selectionBias = builder.selectionBias;
        this.shared = builder.shared;
        this.fanOut = builder.fanOut;
        this.fanOutMax = Math.max(builder.fanOutMax, builder.fanOut);
        this.form = builder.form;
        this.isRenormalised = builder.renormalisation == Weights.Renormalisation.TO_ONE;
        this.scale = builder.scale;
        this.topP = builder.topP;
        this.groups = builder.groups;
        this.groupsChosen = builder.groupsChosen;
        this.capacity = builder.capacity;
        this.exploration = builder.exploration;
        this.tiers = Optional.ofNullable(builder.tiers);
        this.isPreferred = builder.isPreferred;
        this.isMasked = builder.isMasked;
    }

    float[] selectionBias() {
        return selectionBias;
    }

    int shared() {
        return shared;
    }

    /// How many experts a row goes to.
    public int fanOut() {
        return fanOut;
    }

    /// How many experts a request may ask for.
    public int fanOutMax() {
        return fanOutMax;
    }

    /// How weights follow from scores.
    public GatingForm form() {
        return form;
    }

    /// Whether the weights of a row sum to one, before they are scaled.
    public boolean isRenormalised() {
        return isRenormalised;
    }

    /// What every weight is multiplied by.
    public float scale() {
        return scale;
    }

    /// The share of probability from which on no further expert is asked; 1 asks them all.
    public float topP() {
        return topP;
    }

    /// Into how many groups the experts are cut; 0 for none.
    public int groups() {
        return groups;
    }

    /// How many of the groups a row may go to.
    public int groupsChosen() {
        return groupsChosen;
    }

    public Capacity capacity() {
        return capacity;
    }

    public Exploration exploration() {
        return exploration;
    }

    public Optional<TierMask> tiers() {
        return tiers;
    }

    /// Whether a site is preferred.
    public boolean hasSite() {
        return isPreferred.length > 0;
    }

    boolean[] preferred() {
        return isPreferred;
    }

    boolean[] masked() {
        return isMasked;
    }

    /// Whether the release keeps every row from an expert that the gate scores.
    public boolean isMasked(int expert) {
        return isMasked.length > 0 && isMasked[expert];
    }

    /// Whether the outcome of a row that obeys nobody may depend on the score of any expert, not of the best alone.
    boolean needsAllScores() {
        return form != GatingForm.TOP_K_SOFTMAX
                || topP < 1
                || groups > 0
                || capacity.policy() != Capacity.Policy.DROPLESS
                || tiers.isPresent()
                || hasSite()
                || isMasked.length > 0;
    }
}
