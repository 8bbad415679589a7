# SPDX-License-Identifier: Apache-2.0
scrutineer help --completion bash >file
bash -n file && bash -c '. ./file; COMP_WORDS=(scrutineer seats --over-award ig); COMP_CWORD=3; _scrutineer; echo "${COMPREPLY[@]}"'
