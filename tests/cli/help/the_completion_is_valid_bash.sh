# SPDX-License-Identifier: Apache-2.0
scrutineer help --completion bash >file
bash -n file && bash -c '. ./file
offer() { COMP_WORDS=(scrutineer "$@"); COMP_CWORD=$#; _scrutineer; echo "${COMPREPLY[@]}"; }
offer seats --over-award ig
offer rol
offer roll li
offer roll link --pa
offer roll link --dates day'
