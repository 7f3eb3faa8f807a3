// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.routing.Weights.Renormalisation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects what a router goes by. Used by one thread, once.
public final class RouterBuilder {
    private static final Exploration NO_EXPLORATION = new Exploration(0f, 1f, 0);

    final int experts;
    float[] selectionBias;
    int fanOut = 1;
    int fanOutMax;
    int shared;
    GatingForm form = GatingForm.TOP_K_SOFTMAX;
    Renormalisation renormalisation = Renormalisation.TO_ONE;
    float scale = 1f;
    float topP = 1f;
    int groups;
    int groupsChosen;
    Capacity capacity = Capacity.DROPLESS;
    Exploration exploration = NO_EXPLORATION;

    @Nullable
    TierMask tiers;

    boolean[] isPreferred = {};
    boolean[] isMasked = {};
    private boolean isBuilt;

    RouterBuilder(int experts) {
        if (experts < 1) {
            throw new IllegalArgumentException("the number of experts must be positive: " + experts);
        }
        this.experts = experts;
        this.selectionBias = new float[experts];
    }

    /// Starts with what another router goes by.
    RouterBuilder(RoutingRules rules) {
        this(rules.selectionBias().length);
        this.selectionBias = rules.selectionBias();
        this.fanOut = rules.fanOut();
        this.fanOutMax = rules.fanOutMax();
        this.shared = rules.shared();
        this.form = rules.form();
        this.renormalisation = rules.isRenormalised() ? Renormalisation.TO_ONE : Renormalisation.NONE;
        this.scale = rules.scale();
        this.topP = rules.topP();
        this.groups = rules.groups();
        this.groupsChosen = rules.groupsChosen();
        this.capacity = rules.capacity();
        this.exploration = rules.exploration();
        this.tiers = rules.tiers().orElse(null);
        this.isPreferred = rules.preferred();
        this.isMasked = rules.masked();
    }

    /// What training learned for balance, one value per expert, in the space of the gating form; only selection sees
    /// it.
    public RouterBuilder selectionBias(float[] bias) {
        requireOnePerExpert("selection biases", bias.length);
        this.selectionBias = bias.clone();
        return this;
    }

    /// How many experts a row goes to; the number of experts makes a soft mixture.
    public RouterBuilder fanOut(int count) {
        requireFanOut("fanOut", count);
        this.fanOut = count;
        return this;
    }

    /// How many experts a request may ask for; as many as its rows go to anyway unless it is set.
    public RouterBuilder fanOutMax(int count) {
        requireFanOut("fanOutMax", count);
        this.fanOutMax = count;
        return this;
    }

    private void requireFanOut(String name, int count) {
        if (count < 1 || count > experts) {
            throw new IllegalArgumentException(
                    "%s must be between 1 and the number of experts, %d: %d".formatted(name, experts, count));
        }
    }

    /// How many experts every row goes to beside those that the gate chooses.
    public RouterBuilder shared(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of shared experts must not be negative: " + count);
        }
        this.shared = count;
        return this;
    }

    /// How weights follow from scores.
    public RouterBuilder form(GatingForm gatingForm) {
        this.form = gatingForm;
        return this;
    }

    /// Leaves the weights of a row as they are, whatever they sum to.
    public RouterBuilder unnormalised() {
        this.renormalisation = Renormalisation.NONE;
        return this;
    }

    /// Multiplies every weight.
    public RouterBuilder scale(float factor) {
        this.scale = factor;
        return this;
    }

    /// Asks no more experts than together have that share of the probability.
    public RouterBuilder topP(float share) {
        this.topP = share;
        return this;
    }

    /// Cuts the experts into groups of neighbours and confines each row to the best of them.
    public RouterBuilder groups(int count, int chosen) {
        this.groups = count;
        this.groupsChosen = chosen;
        return this;
    }

    /// How many rows of a batch an expert takes.
    public RouterBuilder capacity(Capacity limit) {
        this.capacity = limit;
        return this;
    }

    /// Has a share of the requests try other experts than the best.
    public RouterBuilder exploration(Exploration share) {
        this.exploration = share;
        return this;
    }

    /// Keeps rows from experts that are dearer than they are worth.
    public RouterBuilder tiers(TierMask mask) {
        requireOnePerExpert("tiers", mask.experts());
        this.tiers = mask;
        return this;
    }

    /// Keeps rows from experts that are not at the preferred site while one that is can be had.
    ///
    /// @param atPreferredSite per expert whether it is there
    public RouterBuilder preferSite(boolean[] atPreferredSite) {
        requireOnePerExpert("sites", atPreferredSite.length);
        this.isPreferred = atPreferredSite.clone();
        return this;
    }

    /// Keeps rows from experts for good, as if their logits were minus infinity.
    ///
    /// @param masked per expert whether it is kept out; not all of them
    public RouterBuilder masked(boolean[] masked) {
        requireOnePerExpert("masks", masked.length);
        this.isMasked = masked.clone();
        return this;
    }

    private void requireOnePerExpert(String what, int count) {
        if (count != experts) {
            throw new IllegalArgumentException(
                    "%s must be as many as the gate's experts, %d: %d".formatted(what, experts, count));
        }
    }

    /// The router; the builder is of no use afterwards.
    public Router build() {
        if (isBuilt) {
            throw new IllegalStateException("a router builder builds once");
        }
        isBuilt = true;
        if (form == GatingForm.TOP_K_SOFTMAX && renormalisation == Renormalisation.NONE) {
            throw new IllegalArgumentException("the softmax over the chosen experts always sums to one");
        }
        RoutingRules rules = new RoutingRules(this);
        return new Router(rules, stages(rules));
    }

    /// The stages in the order in which they are applied: mask, bias, select, assign, weigh.
    private List<RoutingStage> stages(RoutingRules rules) {
        List<RoutingStage> stages = new ArrayList<>();
        mask(stages);
        bias(stages);
        select(stages, rules);
        assign(stages);
        weigh(stages);
        return stages;
    }

    private void mask(List<RoutingStage> stages) {
        stages.add(new PermissionMask());
        if (isMasked.length > 0) {
            stages.add(new ReleaseMask(isMasked));
        }
        if (tiers != null) {
            stages.add(tiers);
        }
        if (isPreferred.length > 0) {
            stages.add(new SiteMask(isPreferred));
        }
    }

    private void bias(List<RoutingStage> stages) {
        stages.add(new SelectionBias(selectionBias, form.space()));
        stages.add(new GuidanceBias(form.space()));
        if (exploration.share() > 0) {
            stages.add(new GumbelNoise(exploration, form.space()));
        }
        stages.add(new EvenSpread());
        stages.add(new Pins());
    }

    private void select(List<RoutingStage> stages, RoutingRules rules) {
        if (groups > 0) {
            GroupLimit limit = new GroupLimit(experts, groups, groupsChosen);
            if (limit.experts() < rules.fanOutMax()) {
                throw new IllegalArgumentException("the chosen groups must hold at least as many experts as a row may"
                        + " have, %d: %d".formatted(rules.fanOutMax(), limit.experts()));
            }
            stages.add(limit);
        }
        stages.add(new TopKSelection());
        if (topP != 1f) {
            stages.add(new TopPCut(topP));
        }
    }

    private void assign(List<RoutingStage> stages) {
        if (capacity.policy() != Capacity.Policy.DROPLESS) {
            stages.add(new CapacityLimit(capacity, form.space(), fanOut));
        }
    }

    private void weigh(List<RoutingStage> stages) {
        stages.add(
                switch (form) {
                    case TOP_K_SOFTMAX -> new TopKSoftmaxWeights(scale);
                    case SOFTMAX_TOP_K -> new SoftmaxTopKWeights(renormalisation, scale);
                    case SIGMOID -> new SigmoidWeights(renormalisation, scale);
                });
        if (shared > 0) {
            stages.add(new SharedExperts(experts, shared));
        }
    }
}
