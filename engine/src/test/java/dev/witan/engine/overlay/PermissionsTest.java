// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.request.RequestContext;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionsTest {
    private final Permissions permissions = Permissions.of(List.of(
            Permission.UNTAGGED,
            new Permission(Set.of("acme", "zeta"), Set.of()),
            new Permission(Set.of(), Set.of("pii", "eu"))));

    static RequestContext asker(String tenant, String... tags) {
        return new RequestContext("r", "anonymous", tenant, Set.of(tags), 0, "", false);
    }

    private List<String> reasons(String tenant, String... tags) {
        Guidance guidance = permissions.guidance(asker(tenant, tags));
        return List.of(guidance.reasonAgainst(0), guidance.reasonAgainst(1), guidance.reasonAgainst(2));
    }

    @Test
    void anExpertWithTenantsServesOnlyThese() {
        assertThat(reasons("acme")).containsExactly("", "", "");
        assertThat(reasons("other")).containsExactly("", "serves only tenants 'acme', 'zeta'", "");
    }

    @Test
    void aTaggedRequestGoesOnlyToExpertsThatListAllItsTags() {
        assertThat(reasons("acme", "pii"))
                .containsExactly("may see untagged data only", "may see untagged data only", "");
        assertThat(reasons("acme", "pii", "eu"))
                .containsExactly("may see untagged data only", "may see untagged data only", "");
        assertThat(reasons("acme", "pii", "health"))
                .containsExactly(
                        "may see untagged data only",
                        "may see untagged data only",
                        "may see only data tagged 'eu', 'pii'");
    }

    @Test
    void anExpertKeepsItsPermissionWhenItStandsAlone() {
        Permissions alone = permissions.only(1);
        assertThat(alone.guidance(asker("zeta")).isNone()).isTrue();
        assertThat(alone.guidance(asker("other")).reasonAgainst(0)).isEqualTo("serves only tenants 'acme', 'zeta'");
        assertThat(Permissions.OPEN.only(1)).isSameAs(Permissions.OPEN);
    }

    @Test
    void whatNothingIsConfiguredForIsClosedToTaggedData() {
        Permissions untagged = Permissions.untagged(2);
        assertThat(untagged.guidance(asker("acme")).isNone()).isTrue();
        Guidance tagged = untagged.guidance(asker("acme", "pii"));
        assertThat(tagged.permits(0) || tagged.permits(1)).isFalse();
        assertThat(Permissions.OPEN.guidance(asker("acme", "pii")).isNone()).isTrue();
    }

    @Test
    void askersThatNothingTellsApartShareOneGuidance() {
        Guidance one = permissions.guidance(asker("tenant-1", "tag-1"));
        Guidance other = permissions.guidance(asker("tenant-2", "tag-2", "tag-3"));
        assertThat(one).isSameAs(other);
        assertThat(one.key()).isEqualTo("x0x1x2");
    }

    @Test
    void whoMayAskEverybodyNeedsNoGuidance() {
        assertThat(permissions.guidance(asker("acme"))).isSameAs(Guidance.NONE);
    }
}
